export function buildCli(options?: { outfile?: string }): Promise<void>;
