package io.weir.broker;

import io.vertx.core.Context;

/**
 * Another server of this process whose clients may become the broker's: a web server with MQTT at
 * one of its paths.
 *
 * @param context the one that its connections run on; its loop serves those that it hands on, and
 *     nothing else of the broker
 * @param listener what stands for it in log lines and policies, and the terms on which its clients
 *     are let in
 */
public record Annex(Context context, Listener listener) {}
