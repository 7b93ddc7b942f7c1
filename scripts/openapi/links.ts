import { errorsPage } from '../../contract/problem.ts';

/** Where people read the project. */
export const links = { repository: 'https://github.com/omistaja/omistaja', errors: errorsPage } as const;
