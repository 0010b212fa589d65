import { describe, expect, it } from 'vitest';
import { gatesPicture } from '../../../../kernel/pictures/gates/gates.ts';
import { gatesPayload } from '../../../../kernel/user-process/reports/gates-payload.ts';
import { gateExamples, largestReport, oddReports } from '../../../support/gate-examples.ts';

describe('the still picture of a gate report', () => {
  it.each(Object.entries({ ...gateExamples, ...oddReports }))('%s', async (name, report) => {
    const picture = gatesPicture(gatesPayload(report));
    expect(Buffer.byteLength(picture)).toBeLessThan(150_000);
    await expect(picture).toMatchFileSnapshot(`../../../golden/pictures/gates-${name.replaceAll(' ', '-')}.svg`);
  });

  it('stays small for the largest report that crosses', () => {
    expect(Buffer.byteLength(gatesPicture(gatesPayload(largestReport())))).toBeLessThan(150_000);
  });

  it('says in its title what it shows', () => {
    const picture = gatesPicture(gatesPayload(gateExamples.healthy));
    const title = /<title>(.*?)<\/title>/.exec(picture)?.[1];
    expect(title).toContain('No alarms. income leans on E0 (48\u00a0%)');
    expect(title).toContain('marital: E0 .035, sd .106; E1 .449, sd .482;');
  });

  it('holds no script, no link and no element from a name', () => {
    const picture = gatesPicture(gatesPayload(oddReports.hostile));
    expect(picture).not.toMatch(/<(script|img|a|image|foreignObject)\b|href=|<\/text>E0/i);
  });
});
