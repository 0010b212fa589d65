import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with `N passed, N failed`, and fails it in CI when a test was skipped. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string) => states.filter((each) => each === state).length;
    const broken = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length;
    const skipped = process.env.CI ? count('skipped') + count('pending') : 0;
    if (skipped > 0) console.error(`${skipped} skipped: in CI every test must run`);
    const failed = count('failed') + broken + skipped;
    if (failed > 0) process.exitCode = 1;
    console.log(`${count('passed')} passed, ${failed} failed`);
  }
}
