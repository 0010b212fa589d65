/**
 * `npm run moving-picture`: the picture on top of the README, extension/media/training.webp. The first tutorial runs through the real
 * kernel; what it sends meanwhile is drawn by the renderers in Chromium, and its frames are in out/moving-picture to be looked at.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { drawFrames } from './draw-frames.ts';
import { recordTutorial } from './record-tutorial.ts';

const file = 'extension/media/training.webp';
const folder = 'out/moving-picture';

const frames = await drawFrames(await recordTutorial('notebooks/start-here.ipynb'));
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const [i, { png }] of frames.entries()) await writeFile(`${folder}/${`${i}`.padStart(2, '0')}.png`, png);
const { size, width, height } = await sharp(
  frames.map(({ png }) => png),
  { join: { animated: true } },
)
  .webp({ delay: frames.map(({ milliseconds }) => milliseconds), loop: 0, nearLossless: true, effort: 2 })
  .toFile(file);
console.log(`${file}: ${frames.length} frames of ${width} × ${height / frames.length}, ${Math.ceil(size / 1024)} kB`);
