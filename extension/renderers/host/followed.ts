import { type Frames, frames } from './frames.ts';
import type { View } from './mount.ts';
import type { Theme } from './theme.ts';

/** What every view shows, as it is now, and the frames that it is drawn in. */
export type Followed<Payload> = {
  payload: Payload;
  theme: Theme;
  /** Of the content, in CSS pixels; 0 before it is known. */
  width: number;
  readonly pictures: Frames;
  /** A view that only follows these; one with more of its own wraps its functions. */
  readonly view: View<Payload>;
};

/** Follows payload, theme and width, and draws when one of them changed: new data soon, what the person did at once. */
export function follow<Payload>(
  root: HTMLElement,
  theme: Theme,
  payload: Payload,
  draw: () => void,
): Followed<Payload> {
  const pictures = frames(root, draw);
  const followed: Followed<Payload> = {
    payload,
    theme,
    width: 0,
    pictures,
    view: {
      update(next) {
        followed.payload = next;
        pictures.ask();
      },
      restyle(next) {
        followed.theme = next;
        pictures.now();
      },
      resize(next) {
        followed.width = next;
        pictures.now();
      },
      dispose: pictures.stop,
    },
  };
  return followed;
}
