import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { datasets, models } from '../../../kernel/multitask/index.ts';

const samples = join(process.env.MULTITASK_DATA ?? '', 'samples');
const paddlerec = join(samples, 'paddlerec');
const rechub = join(samples, 'torch-rechub');

/** A few rows tell nothing about quality; that every output is a probability does. */
describe('ESMM reads, trains on and predicts the public samples of Ali-CCP', () => {
  const check = (name: string, train: string, held: string, rows: number) =>
    test(name, async () => {
      const ali = await datasets.aliCcp({ train, test: held });
      const model = models.esmm(ali.features, ali.tasks, { maxLength: 3 });
      expect((await model.fit(ali.train, { epochs: 3, batchSize: 2 })).state).toBe('finished');
      const { pCTR, pCVR, pCTCVR } = await model.predict(ali.test);
      expect(pCTCVR).toHaveLength(rows);
      for (let row = 0; row < rows; row++) {
        for (const p of [pCTR[row], pCVR[row]]) expect(p > 0 && p < 1).toBe(true);
        expect(pCTCVR[row]).toBeCloseTo(pCTR[row] * pCVR[row], 6);
      }
    });
  check(
    'PaddleRec’s text',
    join(paddlerec, 'aliccp_esmm_train_10rows.txt'),
    join(paddlerec, 'aliccp_esmm_test_10rows.txt'),
    10,
  );
  check('torch-rechub’s CSV', join(rechub, 'ali_ccp_train_sample.csv'), join(rechub, 'ali_ccp_test_sample.csv'), 50);
});
