// The hands of people on their phones, and of WeChat: control calls of the stand-in (tests/wechat-sandbox/README.md).

export class WeChat {
  constructor(url) {
    this.url = url;
  }

  // One control call; a refusal is an error with `status` and WeChat's `code`.
  async call(method, place, body) {
    const response = await fetch(`${this.url}/_ctl${place}`, { method, body: body === undefined ? undefined : JSON.stringify(body) });
    const answer = await response.json();
    if (!response.ok) throw Object.assign(new Error(`${place}: ${answer.message}`), { status: response.status, code: answer.code });
    return answer;
  }

  // A person, logged in at WeChat: { openid, unionid, phone, code, phoneCode }.
  person(facts = {}) {
    return this.call('POST', '/user', facts);
  }

  async code(openid, kind = 'login') {
    return (await this.call('POST', '/code', { openid, kind })).code;
  }

  // wx.requestPayment with what payOrder answered.
  pay(openid, { timeStamp, nonceStr, packageValue, signType, paySign }) {
    return this.call('POST', '/pay', { openid, parameters: { timeStamp, nonceStr, package: packageValue, signType, paySign } });
  }

  subscribe(openid, templateId, choice = 'accept', count = 1) {
    return this.call('POST', '/subscribe', { openid, template_id: templateId, choice, count });
  }

  async template(name) {
    const { templates } = await this.call('GET', '/templates');
    return templates.find((template) => template.name === name).templateId;
  }

  async outbox(openid) {
    return (await this.call('GET', `/outbox?openid=${openid}`)).messages;
  }

  async notices(outTradeNo) {
    return (await this.call('GET', `/notices?out_trade_no=${outTradeNo}`)).notices;
  }

  // A notice of a payment again, or with a flaw: what the product answered.
  notice(outTradeNo, flaw) {
    return this.call('POST', '/notice', { out_trade_no: outTradeNo, flaw });
  }

  settings(changes) {
    return this.call('POST', '/settings', changes);
  }

  // Does `action` while a fault strikes.
  async during(fault, action) {
    const { id } = await this.call('POST', '/faults', fault);
    try {
      return await action();
    } finally {
      await this.call('DELETE', `/faults/${id}`);
    }
  }

  books() {
    return this.call('GET', '/books');
  }
}
