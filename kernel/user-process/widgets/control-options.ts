import {
  anyText,
  boolean,
  callable,
  either,
  list,
  number,
  type OptionTable,
  positive,
} from '../../multitask/options/index.ts';

export type SliderOptions = {
  /** What stands beside it; nothing without this. */
  readonly label?: string;
  /** Its least value; 0 without this. */
  readonly min?: number;
  /** Its greatest value; 1 without this. */
  readonly max?: number;
  /** How far it moves at once; a hundredth of its range without this. */
  readonly step?: number;
  /** Where it stands first; the middle without this. */
  readonly value?: number;
  /** Called with the value whenever it is moved; none without this. */
  readonly onChange?: (value: number) => unknown;
};

export type SelectOptions = {
  /** What stands beside it; nothing without this. */
  readonly label?: string;
  /** What can be chosen: texts, numbers, true and false. */
  readonly options: readonly (string | number | boolean)[];
  /** What is chosen first; the first of `options` without this. */
  readonly value?: string | number | boolean;
  /** Called with what was chosen; none without this. */
  readonly onChange?: (value: string | number | boolean) => unknown;
};

export type ButtonOptions = {
  /** What stands on it; `'Run'` without this. */
  readonly label?: string;
  /** Called whenever it is pressed; none without this. */
  readonly onClick?: () => unknown;
};

const label = {
  type: anyText,
  default: '',
  without: 'nothing',
  about: 'What stands beside it',
  also: ['description', 'title', 'text', 'name'],
} as const;

const choice = either(anyText, number(), boolean);

export const sliderOptions = {
  label,
  min: { type: number(), default: 0, about: 'Its least value', also: ['from', 'minimum', 'low'] },
  max: { type: number(), default: 1, about: 'Its greatest value', also: ['to', 'maximum', 'high'] },
  step: { type: positive, without: 'a hundredth of its range', about: 'How far it moves at once', also: ['by'] },
  value: { type: number(), without: 'the middle', about: 'Where it stands first', also: ['initial', 'start'] },
  onChange: {
    type: callable<(value: number) => unknown>('of the value'),
    about: 'Called with the value whenever it is moved',
    also: ['observe', 'onInput', 'onSlide', 'change'],
  },
} as const satisfies OptionTable<SliderOptions>;

export const selectOptions = {
  label,
  options: {
    type: list(choice, 1),
    needed: true,
    about: 'What can be chosen: texts, numbers, true and false',
    also: ['choices', 'items', 'values'],
  },
  value: {
    type: choice,
    without: 'the first of `options`',
    about: 'What is chosen first',
    also: ['initial', 'selected'],
  },
  onChange: {
    type: callable<(value: string | number | boolean) => unknown>('of what was chosen'),
    about: 'Called with what was chosen',
    also: ['observe', 'onSelect', 'change'],
  },
} as const satisfies OptionTable<SelectOptions>;

export const buttonOptions = {
  label: { type: anyText, default: 'Run', about: 'What stands on it', also: ['description', 'title', 'text', 'name'] },
  onClick: {
    type: callable<() => unknown>('of nothing'),
    about: 'Called whenever it is pressed',
    also: ['onPress', 'click', 'onChange'],
  },
} as const satisfies OptionTable<ButtonOptions>;
