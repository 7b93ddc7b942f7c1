import { listReturnFilesEndpoint } from '../api/staff/returns/files.ts';
import { accountFor } from '../runtime/accounting.ts';
import { serve } from '../runtime/serve.ts';

// Its endpoint names a return, nobody's file: the code that reads files of customers stays out.
export const handler = serve(accountFor({}), [listReturnFilesEndpoint]);
