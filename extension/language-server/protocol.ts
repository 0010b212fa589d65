/** The editor tells the server which notebooks our kernel runs, as a list of addresses; it leaves others alone. */
export const ourNotebooks = 'multitask-notebook/ourNotebooks';
