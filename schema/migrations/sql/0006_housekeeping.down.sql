ALTER TABLE hotelmate.room DROP CONSTRAINT room_cleaned_by_task_in_progress;
DROP TABLE hotelmate.housekeeping_task;
DROP TABLE hotelmate.task_transition;
