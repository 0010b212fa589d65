5;
const five = 5;
