enum Color { Red, Green = 'g' }
const enum Size { Small = 1 }
Size.Small
