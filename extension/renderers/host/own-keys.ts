/** Keeps the keys that a slider or a list moves by: VS Code would walk to another cell of the notebook with them, too. */
export function keepOwnKeys(root: HTMLElement): void {
  root.addEventListener('keydown', (event) => {
    const isControl = event.target instanceof Element && event.target.matches('input[type=range],select');
    if (isControl && keys.has(event.key)) event.stopPropagation();
  });
}

const keys = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown']);
