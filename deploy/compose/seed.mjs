// Loads the demo estate into the house of compose.yaml, whose operator has been made: node seed.mjs GATEWAY_URL WECHAT_URL. Prints where to look.

import { loadEstate } from '../local/estate.mjs';
import { signInOperator } from '../local/operator.mjs';

const [gateway, wechat] = process.argv.slice(2);
if (!gateway || !wechat) throw new Error('seed.mjs GATEWAY_URL WECHAT_URL');
const { community, circles, products } = await loadEstate(await signInOperator({ gateway, wechat }));
console.log(`${community.name}: ${circles.length} circles, ${products.length} products on the shelf`);
