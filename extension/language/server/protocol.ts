/** The editor tells the server which notebooks our kernel runs, as a list of addresses; it leaves others alone. */
export const ourNotebooks = 'multitask-notebook/ourNotebooks';

/** How the server's Node is started: with room for the syntax trees that its first second makes, a tenth of it less. */
export const serverFlags: readonly string[] = ['--min-semi-space-size=32', '--max-semi-space-size=64'];
