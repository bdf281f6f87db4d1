// The OpenAPI document against the official schemas of OpenAPI 3.1, by a validator that is not ours.
import SwaggerParser from '@apidevtools/swagger-parser';

const document = await SwaggerParser.validate(process.argv[2]);
console.log(`${process.argv[2]}: valid OpenAPI ${document.openapi}, ${Object.keys(document.paths).length} paths`);
