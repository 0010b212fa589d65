use(a, all);
import byDefault, { a, b as renamed, 'a-b' as quoted, type T } from 'pkg';
import * as all from 'pkg/all';
import both, * as space from 'pkg';
import 'side-effect';
import type { OnlyType } from 'types';
import data from './data.json' with { type: 'json' };
