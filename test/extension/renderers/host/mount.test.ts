// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { mount } from '../../../../extension/renderers/host/mount.ts';
import { parse, text } from '../../../../kernel/guards/index.ts';

/** A view that writes down what happens to it. */
function recorded() {
  const calls: string[] = [];
  const renderer = mount<string>({
    parse: (value) => parse(text, value, 'payload'),
    style: '',
    create(root, _, payload) {
      calls.push(`create ${payload}`);
      root.append('drawn');
      return {
        update: (next) => calls.push(`update ${next}`),
        resize: () => calls.push('resize'),
        restyle: ({ kind }) => calls.push(`restyle ${kind}`),
        dispose: () => calls.push('dispose'),
      };
    },
  });
  const place = document.createElement('div');
  document.body.replaceChildren(place);
  const render = (id: string, json: () => unknown, where = place) =>
    renderer.renderOutputItem({ id, mime: 'x', json }, where);
  return { calls, renderer, place, render };
}

describe('one view per output', () => {
  it('is built once and then updated in place', () => {
    const { calls, place, render } = recorded();
    render('a', () => 'one');
    const root = place.querySelector('.multitask');
    render('a', () => 'two');
    expect(calls).toEqual(['create one', 'update one', 'resize', 'update two']);
    expect(place.querySelector('.multitask')).toBe(root);
  });

  it('is built anew in another element', () => {
    const { calls, render } = recorded();
    render('a', () => 'one');
    const other = document.createElement('div');
    document.body.append(other);
    render('a', () => 'two', other);
    expect(calls).toEqual(['create one', 'update one', 'resize', 'dispose', 'create two', 'update two', 'resize']);
  });

  it('a wrong payload ends it and says why; the next good one draws again', () => {
    const { calls, place, render } = recorded();
    render('a', () => 'one');
    render('a', () => 7);
    expect(calls.at(-1)).toBe('dispose');
    expect(place.querySelector('[role=alert]')?.textContent).toBe(
      'This output cannot be drawn.payload is 7; a string was expected.',
    );
    render('a', () => 'two');
    expect(place.querySelector('[role=alert]')).toBeNull();
    expect(calls.slice(-2)).toEqual(['update two', 'resize']);
  });

  it('data that is not JSON is said too', () => {
    const { place, render } = recorded();
    render('a', () => JSON.parse('{'));
    expect(place.textContent).toContain('It is not JSON');
  });

  it('is released with its output, or with all', () => {
    const { calls, renderer, place, render } = recorded();
    render('a', () => 'one');
    const second = document.createElement('div');
    document.body.append(second);
    render('b', () => 'two', second);
    renderer.disposeOutputItem('a');
    renderer.disposeOutputItem('unknown');
    expect(calls.filter((call) => call === 'dispose')).toHaveLength(1);
    expect(place.childNodes).toHaveLength(0);
    renderer.disposeOutputItem(undefined);
    expect(calls.filter((call) => call === 'dispose')).toHaveLength(2);
  });

  it('follows the host’s theme while there is a view', async () => {
    const { calls, renderer, render } = recorded();
    render('a', () => 'one');
    document.body.className = 'vscode-light';
    await expect.poll(() => calls).toContain('restyle light');
    renderer.disposeOutputItem('a');
    const before = calls.length;
    document.body.className = 'vscode-dark';
    await new Promise((resolve) => setTimeout(resolve));
    expect(calls).toHaveLength(before);
    document.body.className = '';
  });
});

describe('keys that a control moves by stay in it, so that the notebook keeps its cell', () => {
  const heard = (tag: string, key: string, type?: string) => {
    const { place, render } = recorded();
    render('a', () => 'one');
    const control = document.createElement(tag);
    if (type !== undefined) control.setAttribute('type', type);
    place.querySelector('.multitask')?.append(control);
    let outside = false;
    const listen = () => {
      outside = true;
    };
    document.addEventListener('keydown', listen);
    control.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    document.removeEventListener('keydown', listen);
    return outside;
  };

  it.each(['Home', 'End', 'ArrowRight', 'PageDown'])('%s of a slider and of a list', (key) => {
    expect(heard('input', key, 'range')).toBe(false);
    expect(heard('select', key)).toBe(false);
  });

  it('and no others: Escape and letters, and keys of what takes none', () => {
    expect(heard('input', 'Escape', 'range')).toBe(true);
    expect(heard('select', 'a')).toBe(true);
    expect(heard('button', 'Home')).toBe(true);
  });
});
