-- Realtime: the messages of a hotel go up to where its stream ends, and were numbered before they were removed.
-- Severity: high; replay tells clients of a gap that is none, or of none where there is one.
-- Held by: realtime_stream_ends_with_message, realtime_stream_positions_in_order.
-- Reads: live state.
SELECT
    broken.rule AS check_name,
    hotel.slug AS hotel,
    'stream of hotel ' || stream.hotel_id AS subject,
    CASE broken.rule
        WHEN 'realtime_stream_positions_in_order'
            THEN format('%s messages are numbered and %s removed', stream.last_position, stream.removed_position)
        ELSE format(
                'ends with message %s, which is not there; the newest is %s', stream.last_position,
                coalesce(newest.position::text, 'none')
            )
    END AS finding,
    newest.numbered_at AS since,
    CASE broken.rule
        WHEN 'realtime_stream_positions_in_order'
            THEN 'hotelmate relay after-restore: positions leap ahead, and clients read the state anew'
        ELSE format(
                'let clients read the state anew, which hides what changes_without_event tells: once that finds '
                'nothing more: '
                'UPDATE hotelmate.realtime_stream SET removed_position = last_position WHERE hotel_id = %s;',
                stream.hotel_id
            )
    END AS mend
FROM hotelmate.realtime_stream AS stream
INNER JOIN hotelmate.hotel ON stream.hotel_id = hotel.hotel_id
LEFT JOIN LATERAL (
    SELECT
        message.position,
        message.numbered_at
    FROM hotelmate.realtime_message AS message
    WHERE message.hotel_id = stream.hotel_id AND message.position <= stream.last_position
    ORDER BY message.position DESC
    LIMIT 1
) AS newest ON true
CROSS JOIN
    LATERAL unnest(array_remove(ARRAY[
        CASE
            WHEN
                stream.removed_position NOT BETWEEN 0 AND stream.last_position
                THEN 'realtime_stream_positions_in_order'
        END,
        -- All that was numbered may have been removed.
        CASE
            WHEN stream.last_position > greatest(stream.removed_position, coalesce(newest.position, 0))
                THEN 'realtime_stream_ends_with_message'
        END
    ], NULL)) AS broken (rule)
ORDER BY hotel, subject;
