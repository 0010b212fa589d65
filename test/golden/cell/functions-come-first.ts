greet('Ada');
function greet(name: string) { return `Hello ${name}`; }
async function* numbers() { yield await 1; }
