// It keeps nothing, and comes back empty.

import { killing } from '../lab/killing.mjs';

export default killing('redis_kill', 'redis');
