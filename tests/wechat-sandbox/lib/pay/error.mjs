// How api.mch.weixin.qq.com says no: a status, a code, a sentence, and perhaps what was wrong where.

export class PayError extends Error {
  constructor(status, code, message, detail) {
    super(message);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}
