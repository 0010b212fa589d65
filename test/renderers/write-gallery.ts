import { mkdir, writeFile } from 'node:fs/promises';
import { galleryPage } from './gallery.ts';

/** `npm run gallery`: every picture in every state and theme, in out/gallery/index.html. */
await mkdir('out/gallery', { recursive: true });
await writeFile('out/gallery/index.html', await galleryPage());
console.log('out/gallery/index.html');
