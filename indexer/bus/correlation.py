"""What the events of one process have in common."""

# Of the events of an order its checkout, whose id each line of a cart shares; of any other its own subject.
CORRELATION = """
CASE WHEN e.args ? 'checkoutId' THEN 'checkout/' || (e.args ->> 'checkoutId')
     ELSE coalesce((SELECT 'checkout/' || o.checkout_id FROM chain.orders AS o
                     WHERE o.chain_id = e.chain_id AND o.market = e.market AND o.order_id =
                           CASE WHEN starts_with(e.subject, 'order/') THEN substr(e.subject, 7)::bigint END),
                   e.subject) END"""
