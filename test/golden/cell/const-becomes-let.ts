const answer: number = 42;
let other = answer;
other
