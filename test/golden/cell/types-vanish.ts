interface Row { a: number }
type Rows = Row[];
declare const given: Rows;
abstract class Shape { abstract area(): number }
const rows = [{ a: 1 }] satisfies Rows;
(rows as Rows)[0]!.a
