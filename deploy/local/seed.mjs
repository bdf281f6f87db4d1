// linlictl seed: loads the demo estate into the house that runs here.

import { loadEstate } from './estate.mjs';
import { operatorClient, readStatus } from './operator.mjs';

const operator = await operatorClient(readStatus());
const { community, circles, products } = await loadEstate(operator);
console.log(`${community.name}: ${circles.length} circles, ${products.length} products on the shelf`);
