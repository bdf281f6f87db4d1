// Requests under way get no answer, events wait.

import { killing } from '../lab/killing.mjs';

export default killing('nats_kill', 'nats');
