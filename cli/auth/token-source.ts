/** Where a command gets its bearer token from. */
export type TokenSource = {
  /** A token that has not expired. */
  current: () => Promise<string>;
  /** Another token than the one that was just refused. */
  renew: (refused: string) => Promise<string>;
};
