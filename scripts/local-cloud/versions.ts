/** What the local cloud is made of: the one place where its versions stand. */

/** Python packages of the emulator. Without `cryptography` MiniStack refuses every token (401) and cannot sign with KMS. */
export const EMULATOR_PACKAGES = { ministack: '1.5.33', cryptography: '50.0.2' } as const;

/** The same emulator as a container, for machines without a fitting Python. */
export const EMULATOR_IMAGE = `ministackorg/ministack:${EMULATOR_PACKAGES.ministack}`;

/** The oldest Python that MiniStack installs on: [major, minor]. */
export const OLDEST_PYTHON = [3, 10] as const;
