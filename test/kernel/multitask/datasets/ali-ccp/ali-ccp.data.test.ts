import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aliCcp } from '../../../../../kernel/multitask/datasets/ali-ccp/ali-ccp.ts';
import { ids } from '../../../../support/ali-ccp.ts';

const data = process.env.MULTITASK_DATA;
describe('public samples', () => {
  const sample = (name: string) => join(data ?? '', 'samples', name);
  const sum = (labels: Iterable<number>) => [...labels].reduce((total, label) => total + label, 0);

  test("PaddleRec's ESMM demo: 10 rows, 2 clicks, 1 conversion", async () => {
    const esmm = await aliCcp({
      train: sample('paddlerec/aliccp_esmm_train_10rows.txt'),
      test: sample('paddlerec/aliccp_esmm_test_10rows.txt'),
    });
    expect([esmm.train.length, esmm.test.length]).toEqual([10, 10]);
    expect([sum(esmm.train.labels.click), sum(esmm.train.labels.conversion)]).toEqual([2, 1]);
    expect([sum(esmm.test.labels.click), sum(esmm.test.labels.conversion)]).toEqual([1, 0]);
    expect(ids(esmm, '210').map((row) => row.length)).toEqual([3, 5, 11, 4, 3, 14, 6, 3, 3, 3]);
    expect(ids(esmm, '210')[0]).toEqual(['1', '2', '3']); // the reader of PaddleRec loses 210:1
    expect(ids(esmm, '110_14').every((row) => row.length === 342)).toBe(true);
  });

  test("PaddleRec's AITM demo, its test file without a header", async () => {
    const aitm = await aliCcp({
      train: sample('paddlerec/aliccp_aitm_train.csv'),
      test: sample('paddlerec/aliccp_aitm_test.csv'),
    });
    expect([aitm.train.length, aitm.leftOut.train, aitm.test.length, aitm.leftOut.test]).toEqual([46, 2, 47, 3]);
    expect(aitm.features.columns).toHaveLength(18);
  });

  test("torch-rechub's sample", async () => {
    const rechub = await aliCcp({
      train: sample('torch-rechub/ali_ccp_train_sample.csv'),
      validation: sample('torch-rechub/ali_ccp_val_sample.csv'),
      test: sample('torch-rechub/ali_ccp_test_sample.csv'),
    });
    expect([rechub.train.length, rechub.validation.length, rechub.test.length]).toEqual([100, 50, 50]);
    expect([sum(rechub.train.labels.click), sum(rechub.train.labels.conversion)]).toEqual([7, 1]);
    expect(rechub.features.columns.filter((column) => column.kind === 'numeric')).toHaveLength(8);
  });
});
