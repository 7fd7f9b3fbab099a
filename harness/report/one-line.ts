/**
 * What others wrote, on one line: without what would steer a terminal, and without line ends, for the reader of a log may take
 * a line of its own for a command (`::error::`).
 */
export const oneLine = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
  text.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
