// The platform certificates, for merchants of the older key mode: fetched, decrypted with the APIv3 key, then used to
// check signatures.

import { X509Certificate } from 'node:crypto';
import { beijingTime } from '../clock.mjs';
import { payRoute } from './api.mjs';
import { seal } from './crypto.mjs';

export function certificateRoutes(world) {
  return [
    payRoute(world, { method: 'GET', path: '/v3/certificates' }, ({ account }) => {
      const { platform, merchant } = account.keys;
      const certificate = new X509Certificate(platform.certificate);
      return {
        data: [{
          serial_no: platform.id,
          effective_time: beijingTime(Date.parse(certificate.validFrom)),
          expire_time: beijingTime(Date.parse(certificate.validTo)),
          encrypt_certificate: seal(merchant.apiV3Key, platform.certificate, 'certificate'),
        }],
      };
    }),
  ];
}
