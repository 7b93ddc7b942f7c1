/**
 * The log. Lambda writes what goes to the console as JSON with level and request id (its JSON log format), so a line is
 * a message and plain fields. Fields are counts, codes and ids of ours: never a value that came from a person or a till.
 */
type Fields = Record<string, string | number | boolean>;

export const logger = {
  // biome-ignore lint/suspicious/noConsole: this is the one place that writes the log
  warn: (message: string, fields: Fields = {}): void => console.warn(message, fields),
  // biome-ignore lint/suspicious/noConsole: this is the one place that writes the log
  error: (message: string, fields: Fields = {}): void => console.error(message, fields),
};
