/** File descriptors that the kernel opens for the user process: its output, and the socket of its agent thread. */
export const outputFd = 3;
export const agentFd = 4;
