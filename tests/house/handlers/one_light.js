// A small skill handler in Node, behind the address of Lambda's Invoke API: one light, kept in memory.
const http = require('http');
const {randomUUID} = require('crypto');
let power = 'OFF';

function message(request, namespace, name, payload, context) {
  const asked = request.directive.header;
  const header = {namespace, name, payloadVersion: '3', messageId: randomUUID()};
  if (asked.correlationToken) header.correlationToken = asked.correlationToken;
  const event = {header, payload};
  if (request.directive.endpoint) event.endpoint = {endpointId: request.directive.endpoint.endpointId};
  return context ? {event, context} : {event};
}

function answer(request) {
  const name = request.directive.header.name;
  if (name === 'AcceptGrant') return message(request, 'Alexa.Authorization', 'AcceptGrant.Response', {});
  if (name === 'Discover') {
    const properties = {supported: [{name: 'powerState'}], proactivelyReported: false, retrievable: true};
    return message(request, 'Alexa.Discovery', 'Discover.Response', {endpoints: [{
      endpointId: 'node', manufacturerName: 'somebody', friendlyName: 'node lamp', description: 'a lamp',
      displayCategories: ['LIGHT'], capabilities: [
        {type: 'AlexaInterface', interface: 'Alexa', version: '3'},
        {type: 'AlexaInterface', interface: 'Alexa.PowerController', version: '3', properties},
      ],
    }]});
  }
  if (name === 'TurnOn' || name === 'TurnOff') power = name === 'TurnOn' ? 'ON' : 'OFF';
  const value = {namespace: 'Alexa.PowerController', name: 'powerState', value: power,
    timeOfSample: new Date().toISOString(), uncertaintyInMilliseconds: 0};
  return message(request, 'Alexa', name === 'ReportState' ? 'StateReport' : 'Response', {}, {properties: [value]});
}

http.createServer((request, response) => {
  let body = '';
  request.on('data', part => { body += part; });
  request.on('end', () => response.end(JSON.stringify(answer(JSON.parse(body)))));
}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
