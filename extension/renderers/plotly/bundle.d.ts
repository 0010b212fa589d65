/** The two functions of plotly.js's own minified cartesian bundle that we call. */
declare module 'plotly.js-cartesian-dist-min' {
  /** Draws, or changes what is drawn in place. Keeps the arrays it is given. */
  export function react(graph: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>;
  export function purge(graph: HTMLElement): void;
}
