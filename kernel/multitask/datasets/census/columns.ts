import { noSuch } from '../../options/index.ts';
import type { Field } from '../scan/fields.ts';

/** The 42 fields of a line of census-income.data, named and typed as PaddleRec does. */
export const censusFields: readonly Field[] = [
  { name: 'age', kind: 'number' },
  { name: 'class_worker', kind: 'category' },
  { name: 'det_ind_code', kind: 'category' },
  { name: 'det_occ_code', kind: 'category' },
  { name: 'education', kind: 'category' },
  { name: 'wage_per_hour', kind: 'number' },
  { name: 'hs_college', kind: 'category' },
  { name: 'marital_stat', kind: 'category' },
  { name: 'major_ind_code', kind: 'category' },
  { name: 'major_occ_code', kind: 'category' },
  { name: 'race', kind: 'category' },
  { name: 'hisp_origin', kind: 'category' },
  { name: 'sex', kind: 'category' },
  { name: 'union_member', kind: 'category' },
  { name: 'unemp_reason', kind: 'category' },
  { name: 'full_or_part_emp', kind: 'category' },
  { name: 'capital_gains', kind: 'number' },
  { name: 'capital_losses', kind: 'number' },
  { name: 'stock_dividends', kind: 'number' },
  { name: 'tax_filer_stat', kind: 'category' },
  { name: 'region_prev_res', kind: 'category' },
  { name: 'state_prev_res', kind: 'category' },
  { name: 'det_hh_fam_stat', kind: 'category' },
  { name: 'det_hh_summ', kind: 'category' },
  { name: 'instance_weight', kind: 'number' },
  { name: 'mig_chg_msa', kind: 'category' },
  { name: 'mig_chg_reg', kind: 'category' },
  { name: 'mig_move_reg', kind: 'category' },
  { name: 'mig_same', kind: 'category' },
  { name: 'mig_prev_sunbelt', kind: 'category' },
  { name: 'num_emp', kind: 'number' },
  { name: 'fam_under_18', kind: 'category' },
  { name: 'country_father', kind: 'category' },
  { name: 'country_mother', kind: 'category' },
  { name: 'country_self', kind: 'category' },
  { name: 'citizenship', kind: 'category' },
  { name: 'own_or_self', kind: 'number' },
  { name: 'vet_question', kind: 'category' },
  { name: 'vet_benefits', kind: 'number' },
  { name: 'weeks_worked', kind: 'number' },
  { name: 'year', kind: 'number' },
  { name: 'income_50k', kind: 'category' },
];

/** A task of census-income: rows whose `field` has one of `values` are positive. */
export type CensusTask = {
  readonly name: string;
  readonly description: string;
  readonly field: string;
  readonly values: readonly string[];
};

const incomeTask: CensusTask = {
  name: 'income',
  description: 'over $50 K',
  field: 'income_50k',
  values: ['50000+.'],
};

const maritalTask: CensusTask = {
  name: 'marital',
  description: 'never married',
  field: 'marital_stat',
  values: ['Never married'],
};

/** The MMoE paper says "at least college"; these values come closest to the correlation that it reports. */
const educationTask: CensusTask = {
  name: 'education',
  description: 'a college degree',
  field: 'education',
  values: [
    'Associates degree-academic program',
    'Associates degree-occup /vocational',
    'Bachelors degree(BA AB BS)',
    'Masters degree(MA MS MEng MEd MSW MBA)',
    'Prof school degree (MD DDS DVM LLB JD)',
    'Doctorate degree(PhD EdD)',
  ],
};

/** The two groups of tasks of the MMoE paper (§6.2). */
export const censusTasks = {
  'income-marital': [incomeTask, maritalTask],
  'education-marital': [educationTask, maritalTask],
} as const;

/**
 * The fields that a model sees, the numeric ones first, as PaddleRec orders them.
 *
 * @throws when a name is unknown, or is the label of a task.
 */
export function censusFeatures(
  columns: 'paddlerec' | 'paper' | readonly string[],
  tasks: readonly CensusTask[],
): readonly Field[] {
  const labels = tasks.map((task) => task.field);
  if (typeof columns !== 'string') {
    for (const name of columns) {
      const task = tasks.find((task) => task.field === name);
      if (task) throw new Error(`Column "${name}" is the label of task "${task.name}": it cannot be a feature too.`);
      if (!censusFields.some((field) => field.name === name)) {
        const known = censusFields.map((field) => field.name).filter((known) => !labels.includes(known));
        throw new Error(`census-income: ${noSuch('column', name, known)}`);
      }
    }
  }
  const left = new Set(typeof columns === 'string' ? [...leftOut[columns], ...labels] : []);
  const chosen = censusFields.filter(({ name }) =>
    typeof columns === 'string' ? !left.has(name) : columns.includes(name),
  );
  return [...chosen.filter((field) => field.kind === 'number'), ...chosen.filter((field) => field.kind === 'category')];
}

const leftOut = {
  paddlerec: ['income_50k', 'marital_stat'],
  paper: ['income_50k', 'marital_stat', 'education', 'instance_weight'],
};
