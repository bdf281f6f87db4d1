// It comes back by its log.

import { killing } from '../lab/killing.mjs';

export default killing('postgres_kill', 'postgres');
