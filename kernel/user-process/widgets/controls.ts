import { fieldsOf } from '../../guards/index.ts';
import { readOptions } from '../../multitask/options/index.ts';
import {
  type ButtonOptions,
  buttonOptions,
  type SelectOptions,
  type SliderOptions,
  selectOptions,
  sliderOptions,
} from './control-options.ts';
import { controlsCss, controlsModule } from './controls-module.ts';
import { kindOf, type Refuse } from './shared-state.ts';
import type { createWidgets, Widget } from './widget.ts';

/** `widget.slider(…)`, `widget.select(…)` and `widget.button(…)`. */
export interface Controls {
  slider(options?: SliderOptions): Widget;
  select(options: SelectOptions): Widget;
  button(options?: ButtonOptions): Widget;
}

export function createControls(make: ReturnType<typeof createWidgets>): Controls {
  const parts = { module: controlsModule, css: controlsCss };
  return {
    slider(given, ...more: readonly unknown[]) {
      const { label, min, max, onChange, ...rest } = readOptions('widget.slider', sliderOptions, given, more);
      if (min >= max) throw new Error(`widget.slider: min is ${min} and max is ${max}; min must be below max.`);
      const step = rest.step ?? Number(((max - min) / 100).toPrecision(6));
      const value = rest.value ?? Number(((min + max) / 2).toPrecision(12));
      if (value < min || value > max) {
        throw new Error(`widget.slider: value is ${value}; a number from ${min} to ${max} was expected.`);
      }
      const refuse: Refuse = (name, given, state) => {
        if (name !== 'value') return `only its value is changed there, not ${name}`;
        const [least, greatest] = [Number(state.min), Number(state.max)];
        const isNumber = typeof given === 'number' && given >= least && given <= greatest;
        return isNumber ? undefined : `value is ${said(given)}; a number from ${least} to ${greatest} was expected`;
      };
      const state = { kind: 'slider', label, min, max, step, value };
      const heard = onChange && (({ value }: { value: unknown }) => onChange(value as number));
      return make({ ...parts, state, ...(heard ? { onChange: heard } : {}) }, { what: 'slider', refuse });
    },
    select(given, ...more: readonly unknown[]) {
      const { label, options, onChange, ...rest } = readOptions('widget.select', selectOptions, given, more);
      const twice = options.find((option, i) => options.indexOf(option) < i);
      if (twice !== undefined) {
        const places = options.flatMap((option, i) => (option === twice ? [i] : []));
        throw new Error(
          `widget.select: options has ${said(twice)} at ${places.join(' and ')}; give each once, or nobody could tell which was chosen.`,
        );
      }
      const { value = options[0] } = rest;
      if (value === undefined || !options.includes(value)) {
        throw new Error(`widget.select: value is ${said(value)}; one of its options was expected.`);
      }
      const refuse: Refuse = (name, given, state) => {
        if (name !== 'value') return `only its value is changed there, not ${name}`;
        const isOption = Array.isArray(state.options) && state.options.includes(given);
        return isOption ? undefined : `value is ${said(given)}; one of its options was expected`;
      };
      const state = { kind: 'select', label, options, value };
      const heard = onChange && (({ value }: { value: unknown }) => onChange(value as string | number | boolean));
      return make({ ...parts, state, ...(heard ? { onChange: heard } : {}) }, { what: 'select', refuse });
    },
    button(given, ...more: readonly unknown[]) {
      const { label, onClick } = readOptions('widget.button', buttonOptions, given, more);
      const refuse: Refuse = (name) => `nothing is changed there, not ${name} either`;
      const onMessage = (content: unknown): unknown => (fieldsOf(content).event === 'click' ? onClick?.() : undefined);
      return make({ ...parts, state: { kind: 'button', label }, onMessage }, { what: 'button', refuse });
    },
  };
}

function said(value: unknown): string {
  const isShort = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';
  return isShort ? JSON.stringify(value).slice(0, 60) : kindOf(value);
}
