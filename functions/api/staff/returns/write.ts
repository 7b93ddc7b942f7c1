import { writeReturnFiles } from '../../../../contract/returns.ts';
import { startReturnWork } from '../../../runtime/return-machine.ts';
import { answers } from '../../../runtime/serve.ts';
import { returnIdOf, returnOf } from '../../../table/annual-returns.ts';
import { register } from '../../../table/client.ts';
import { checkWritable } from '../../../workflow/annual-return/check-writable.ts';
import { idIn } from './return-id.ts';
import { viewed } from './view.ts';

export const writeReturnFilesEndpoint = answers(writeReturnFiles, async ({ params, body, nowMs }) => {
  const db = register();
  const item = await returnOf(db, idIn(params));
  checkWritable(item, body.kind);
  await startReturnWork(returnIdOf(item), body.kind, nowMs);
  return await viewed(db, item, nowMs);
});
