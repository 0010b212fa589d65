import {
  anyText,
  either,
  instance,
  number,
  type OptionTable,
  readOptions,
  readValue,
} from '../../multitask/options/index.ts';
import { count, duration, escapeMarkup, percent } from '../../text/index.ts';
import { asOurs, now } from '../built-ins/index.ts';
import type { Display } from './display.ts';

export type ProgressOptions = {
  /** What goes on; none without this. */
  readonly label?: string;
};

const progressOptions = {
  label: { type: anyText, about: 'What goes on', also: ['name', 'title', 'text', 'desc', 'description', 'message'] },
} as const satisfies OptionTable<ProgressOptions>;

/** A bar that a cell moves. */
export interface Progress {
  /** How much is done, from 0 to `total`. */
  value: number;
  readonly total: number | undefined;
  /** What goes on; none without this. */
  label: string;
  /** One more is done, or `more`. */
  add(more?: number): void;
  /** Draws where it stands; nothing moves it any more. */
  done(): void;
}

/** Milliseconds between two pictures of one bar: a loop may turn a million times. */
const pause = 100;

const total = number({ from: 0 });
const many = instance<Iterable<unknown>>(
  'what a loop goes over',
  (value) => typeof value === 'object' && value !== null && Symbol.iterator in value,
);

/** `display.progress`: a bar that is moved, or a loop's list that moves one. */
export function progressOf(
  display: Display,
  newId: () => string,
): (given: unknown, options?: ProgressOptions) => unknown {
  return asOurs((given, options, ...more: readonly unknown[]) => {
    const of = readValue('display.progress', 'how much there is to do', either(total, many), given);
    const { label = '' } = readOptions('display.progress', progressOptions, options, more);
    if (typeof of === 'number') return newBar(display, newId(), of, label);
    const bar = newBar(display, newId(), lengthOf(of), label);
    return {
      *[Symbol.iterator]() {
        try {
          for (const each of of) {
            yield each;
            bar.add(1);
          }
        } finally {
          bar.done();
        }
      },
    };
  });
}

function lengthOf(given: Iterable<unknown>): number | undefined {
  const { length, size } = given as { readonly length?: unknown; readonly size?: unknown };
  return typeof length === 'number' ? length : typeof size === 'number' ? size : undefined;
}

function newBar(display: Display, id: string, total: number | undefined, given: string): Progress {
  const began = now();
  let value = 0;
  let label = given;
  let last: number | undefined;
  let isDone = false;
  const draw = (): void => {
    const seconds = (now() - began) / 1000;
    display(picture({ value, total, label, seconds, isDone }), { display_id: id, update: last !== undefined });
    last = now();
  };
  const drawSoon = (): void => {
    if (!isDone && (last === undefined || now() - last >= pause || value === total)) draw();
  };
  const bar: Progress = {
    total,
    get value() {
      return value;
    },
    set value(next) {
      asOurs(() => {
        value = readValue('display.progress', 'its value', number({ from: 0 }), next);
        drawSoon();
      })();
    },
    get label() {
      return label;
    },
    set label(next) {
      asOurs(() => {
        label = readValue('display.progress', 'its label', anyText, next);
        drawSoon();
      })();
    },
    add: asOurs((step = 1) => {
      value += readValue('display.progress', 'what add is given', number(), step);
      if (value < 0) value = 0;
      drawSoon();
    }),
    done: asOurs(() => {
      if (isDone) return;
      isDone = true;
      draw();
    }),
  };
  draw();
  return bar;
}

type Standing = {
  readonly value: number;
  readonly total: number | undefined;
  readonly label: string;
  readonly seconds: number;
  readonly isDone: boolean;
};

function picture({ value, total, label, seconds, isDone }: Standing): Readonly<Record<string, string>> {
  const share = total === undefined ? undefined : total === 0 ? 1 : Math.min(1, value / total);
  const much = share === undefined ? count(value) : `${count(value)} of ${count(total)} (${percent(share)})`;
  const left = share !== undefined && share > 0 && share < 1 ? (seconds / share) * (1 - share) : undefined;
  const time = isDone || left === undefined ? duration(seconds) : `${duration(seconds)}, ${duration(left)} left`;
  const words = `${much}, ${time}`;
  const bar =
    share === undefined && !isDone
      ? '<progress style="width:16em"></progress>'
      : `<progress style="width:16em" value="${share ?? 1}" max="1"></progress>`;
  return {
    'text/html':
      '<div style="display:flex;flex-wrap:wrap;gap:0 .7em;align-items:center;font-variant-numeric:tabular-nums">' +
      `<label style="display:contents">${label === '' ? '' : `<span>${escapeMarkup(label)}</span>`}${bar}</label><span>${words}</span></div>`,
    'text/plain': label === '' ? words : `${label}: ${words}`,
  };
}
