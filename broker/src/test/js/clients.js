// What MQTT.js does against the broker at the given URL, in MQTT 3.1.1 and 5. Ends with 1 at the first
// difference; prints what it has seen.
'use strict'
const assert = require('node:assert')
const mqtt = require('mqtt')

const url = process.argv[2]
const TIMEOUT = 10_000

setTimeout(() => {
  console.error('not finished in a minute')
  process.exit(1)
}, 60_000).unref()

const connect = (options) =>
  mqtt.connectAsync(url, { connectTimeout: TIMEOUT, reconnectPeriod: 0, ...options })

// The next messages, once there are so many.
function collect(client, count) {
  return new Promise((resolve, reject) => {
    const seen = []
    const timer = setTimeout(
      () => reject(new Error(`only ${seen.length} of ${count} messages came`)),
      TIMEOUT
    )
    client.on('message', (topic, payload, packet) => {
      seen.push({ topic, payload, packet })
      if (seen.length === count) {
        clearTimeout(timer)
        resolve(seen)
      }
    })
  })
}

async function everyQos(protocolVersion) {
  const subscriber = await connect({ protocolVersion, clientId: `sub-${protocolVersion}` })
  const publisher = await connect({ protocolVersion, clientId: `pub-${protocolVersion}` })
  const granted = await subscriber.subscribeAsync({ 'q/+': { qos: 2 } })
  assert.strictEqual(granted[0].qos, 2)
  const arrived = collect(subscriber, 300)
  for (let i = 0; i < 300; i++) {
    const sent = publisher.publishAsync(`q/${i % 3}`, `m${i}`, { qos: i % 3 })
    if (i % 20 === 19) {
      await sent
    }
  }
  const seen = await arrived
  for (const qos of [0, 1, 2]) {
    const ofTopic = seen.filter((m) => m.topic === `q/${qos}`)
    assert.deepStrictEqual(
      ofTopic.map((m) => m.payload.toString()),
      Array.from({ length: 100 }, (_, i) => `m${i * 3 + qos}`)
    )
    assert.ok(ofTopic.every((m) => m.packet.qos === qos && !m.packet.dup))
  }
  const large = collect(subscriber, 301 - 300)
  await publisher.publishAsync('q/large', Buffer.alloc(500_000, 7), { qos: 1 })
  assert.strictEqual((await large)[0].payload.length, 500_000)
  await subscriber.unsubscribeAsync('q/+')
  await Promise.all([subscriber.endAsync(), publisher.endAsync()])
}

async function sessionThatLasts(protocolVersion) {
  const properties = protocolVersion === 5 ? { sessionExpiryInterval: 600 } : undefined
  const options = { protocolVersion, clientId: `kept-${protocolVersion}`, clean: false, properties }
  const first = await connect(options)
  await first.subscribeAsync('kept', { qos: 1 })
  await first.endAsync()
  const publisher = await connect({ protocolVersion })
  await publisher.publishAsync('kept', 'while away', { qos: 1 })
  const again = mqtt.connect(url, { connectTimeout: TIMEOUT, reconnectPeriod: 0, ...options })
  const present = new Promise((resolve) => again.on('connect', (ack) => resolve(ack.sessionPresent)))
  const [message] = await collect(again, 1)
  assert.ok(await present)
  assert.strictEqual(message.payload.toString(), 'while away')
  await Promise.all([again.endAsync(), publisher.endAsync()])
}

async function willAndRetained(protocolVersion) {
  const watcher = await connect({ protocolVersion })
  await watcher.subscribeAsync(`will/${protocolVersion}`, { qos: 1 })
  const told = collect(watcher, 1)
  const lost = await connect({
    protocolVersion,
    will: { topic: `will/${protocolVersion}`, payload: 'lost', qos: 1, retain: true }
  })
  lost.stream.destroy()
  assert.strictEqual((await told)[0].payload.toString(), 'lost')
  const late = await connect({ protocolVersion })
  const kept = collect(late, 1)
  await late.subscribeAsync(`will/${protocolVersion}`, { qos: 0 })
  assert.ok((await kept)[0].packet.retain)
  await late.publishAsync(`will/${protocolVersion}`, '', { qos: 1, retain: true })
  await Promise.all([watcher.endAsync(), late.endAsync()])
}

async function propertiesOfMqtt5() {
  const client = await connect({
    protocolVersion: 5,
    clientId: '',
    clean: true,
    properties: { topicAliasMaximum: 5, receiveMaximum: 3 },
    autoAssignTopicAlias: true
  })
  await client.subscribeAsync('p/#', { qos: 1, properties: { subscriptionIdentifier: 77 } })
  const arrived = collect(client, 10)
  for (let i = 0; i < 10; i++) {
    await client.publishAsync('p/q', `m${i}`, {
      qos: 1,
      properties: {
        contentType: 'text/plain',
        responseTopic: 'answer',
        correlationData: Buffer.from([0, 255, 1]),
        messageExpiryInterval: 60,
        userProperties: { a: ['1', '2'], b: '3' }
      }
    })
  }
  for (const { packet } of await arrived) {
    const { properties } = packet
    assert.strictEqual(properties.contentType, 'text/plain')
    assert.strictEqual(properties.responseTopic, 'answer')
    assert.deepStrictEqual([...properties.correlationData], [0, 255, 1])
    assert.deepStrictEqual(properties.userProperties.a, ['1', '2'])
    assert.strictEqual(properties.userProperties.b, '3')
    assert.strictEqual(properties.subscriptionIdentifier, 77)
    assert.ok(properties.messageExpiryInterval <= 60)
  }
  await client.endAsync()
}

async function main() {
  for (const protocolVersion of [4, 5]) {
    await everyQos(protocolVersion)
    await sessionThatLasts(protocolVersion)
    await willAndRetained(protocolVersion)
    console.log(`MQTT ${protocolVersion === 4 ? '3.1.1' : '5'} over ${url.split(':')[0]}: as expected`)
  }
  await propertiesOfMqtt5()
  console.log('properties of MQTT 5: as expected')
}

main().then(
  () => process.exit(0),
  (failure) => {
    console.error(failure)
    process.exit(1)
  }
)
