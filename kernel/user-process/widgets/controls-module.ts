/**
 * The front end of slider, select and button: one anywidget module, which draws by `kind` of its state. Plain JavaScript of the page,
 * as whoever writes a front end of their own writes it.
 */
export const controlsModule = `
const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

// JupyterLab would take arrow keys for the notebook's.
const ownKeys = { 'data-lm-suppress-shortcuts': 'true' };

const draw = {
  slider({ model, frame, label }) {
    const input = element('input', { type: 'range', ...ownKeys });
    const number = element('output');
    const show = () => {
      for (const name of ['min', 'max', 'step']) input.setAttribute(name, model.get(name));
      if (Number(input.value) !== model.get('value')) input.value = String(model.get('value'));
      const text = String(model.get('value'));
      number.textContent = text;
      input.setAttribute('aria-valuetext', text);
    };
    input.addEventListener('input', () => {
      model.set('value', Number(input.value));
      model.save_changes();
      show();
    });
    frame.append(element('label', {}, label, input, number));
    return show;
  },
  select({ model, frame, label }) {
    const input = element('select', ownKeys);
    const show = () => {
      const options = model.get('options');
      input.replaceChildren(...options.map((option, index) => element('option', { value: index }, String(option))));
      input.selectedIndex = options.indexOf(model.get('value'));
    };
    input.addEventListener('change', () => {
      model.set('value', model.get('options')[input.selectedIndex]);
      model.save_changes();
    });
    frame.append(element('label', {}, label, input));
    return show;
  },
  button({ model, frame }) {
    const button = element('button', { type: 'button', ...ownKeys });
    button.addEventListener('click', () => model.send({ event: 'click' }));
    frame.append(button);
    return () => (button.textContent = model.get('label'));
  },
};

function render({ model, el }) {
  const frame = element('div', { class: 'multitask-control' });
  const label = element('span', {}, model.get('label'));
  const show = draw[model.get('kind')]({ model, frame, label });
  const follow = () => {
    label.textContent = model.get('label');
    show();
  };
  follow();
  model.on('change', follow);
  el.append(frame);
  return () => model.off('change', follow);
}

export default { render };
`;

export const controlsCss = `
.multitask-control {
  --control-text: var(--vscode-foreground, var(--jp-ui-font-color1, #222));
  --control-line: var(--vscode-dropdown-border, var(--vscode-contrastBorder, var(--jp-border-color1, #8a8a8a)));
  --control-fill: var(--vscode-dropdown-background, var(--jp-layout-color1, #fff));
  --control-accent: var(--vscode-focusBorder, var(--jp-brand-color1, #1976d2));
  --control-button: var(--vscode-button-background, var(--jp-brand-color1, #1976d2));
  --control-button-text: var(--vscode-button-foreground, var(--jp-ui-inverse-font-color1, #fff));
  color: var(--control-text);
  font: 13px/1.5 var(--vscode-font-family, var(--jp-ui-font-family, system-ui, sans-serif));
  padding: 4px 0;
}
.multitask-control label { align-items: center; display: flex; flex-wrap: wrap; gap: 8px; }
.multitask-control span:empty { display: none; }
.multitask-control input { accent-color: var(--control-accent); flex: 0 1 260px; min-width: 120px; }
.multitask-control output { font-variant-numeric: tabular-nums; min-width: 4ch; }
.multitask-control select {
  background: var(--control-fill); border: 1px solid var(--control-line); border-radius: 2px; color: inherit; font: inherit; padding: 2px 4px;
}
.multitask-control button {
  background: var(--control-button); border: 1px solid var(--vscode-button-border, transparent); border-radius: 2px;
  color: var(--control-button-text); cursor: pointer; font: inherit; padding: 4px 12px;
}
.multitask-control :is(input, select, button):focus-visible { outline: 1px solid var(--control-accent); outline-offset: 2px; }
`;
