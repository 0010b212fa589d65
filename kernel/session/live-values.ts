import type { Scope } from '../cell/index.ts';
import type { Answer, Bundle, LiveVariable, Member, Question } from '../link/index.ts';
import type { Compiler } from './compiler.ts';

/** What the user process knows of values now. Every question has an answer in time, also while a cell spins. */
export interface LiveValues {
  /** Names a cell can use; those of the notebook first. */
  globals(): Promise<readonly Member[]>;
  members(expression: string): Promise<readonly Member[] | undefined>;
  inspect(expression: string): Promise<Bundle | undefined>;
  display(expression: string, how?: { readonly grid: boolean }): Promise<Bundle | undefined>;
  variables(): Promise<readonly LiveVariable[] | undefined>;
  inside(reference: number): Promise<readonly LiveVariable[] | undefined>;
}

/** Asks the process that runs cells; null where it does not answer in time. */
export type Ask = (question: Question) => Promise<Answer | null>;

export function createLiveValues(ask: Ask, compiler: Compiler, scope: () => Scope): LiveValues {
  let known: readonly Member[] = [];

  /**
   * TypeScript, and names that V8 knows by another name, are translated as in a cell. The value comes in a list: V8 describes what it
   * evaluates, and of an error reads the stack, a getter or not.
   */
  const translate = async (expression: string): Promise<string | undefined> => {
    const cell = await compiler.transpile(`[(${expression}\n)]`, scope(), 0);
    return cell.kind === 'javascript' ? cell.code : undefined;
  };

  const about = async (
    kind: 'members' | 'inspect' | 'display',
    expression: string,
    how: { readonly grid?: boolean } = {},
  ): Promise<Answer | null> => {
    const translated = await translate(expression);
    return translated === undefined ? null : ask({ kind, expression: translated, ...how });
  };

  const asBundle = (answer: Answer | null): Bundle | undefined => (answer?.kind === 'bundle' ? answer : undefined);

  return {
    async globals() {
      const own = [...scope().values()].map(
        ({ name, kind }): Member => ({ name, type: memberTypes[kind] ?? 'property' }),
      );
      const answer = await ask({ kind: 'members', expression: '' });
      if (answer?.kind === 'members') known = answer.members.filter(({ name }) => !name.startsWith('__'));
      return [...own, ...known];
    },
    async members(expression) {
      const answer = await about('members', expression);
      return answer?.kind === 'members' ? answer.members : undefined;
    },
    inspect: async (expression) => asBundle(await about('inspect', expression)),
    display: async (expression, how) => asBundle(await about('display', expression, how)),
    async variables() {
      const names = [...scope().values()].map(({ name, binding }) => [name, binding] as const);
      const answer = await ask({ kind: 'variables', names });
      return answer?.kind === 'variables' ? answer.variables : undefined;
    },
    async inside(reference) {
      const answer = await ask({ kind: 'inside', reference });
      return answer?.kind === 'variables' ? answer.variables : undefined;
    },
  };
}

const memberTypes: Readonly<Partial<Record<string, Member['type']>>> = { function: 'function', class: 'class' };
