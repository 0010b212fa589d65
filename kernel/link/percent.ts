/** What a `%` line of a cell asks for: ../cell/percent reads it, ../user-process/percent does it. */
export type PercentCommand =
  | { readonly kind: 'npm'; readonly words: readonly string[] }
  | { readonly kind: 'sh'; readonly script: string }
  | { readonly kind: 'env'; readonly name?: string; readonly value?: string }
  | { readonly kind: 'help'; readonly text: string };
