package io.weir.broker.delivery;

import io.weir.broker.LocalSubscriber;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * That a session wants what is published to the topics of a filter.
 *
 * @param handler who takes the deliveries of a client in the same process, otherwise null
 */
public record Subscription(
    Subscriber subscriber,
    TopicFilter filter,
    SubscribeOptions options,
    @Nullable LocalSubscriber handler) {}
