<?php
/** In place of the theme's comments.php. */

defined( 'ABSPATH' ) || exit;

if ( ! post_password_required() ) {
	// Each part of it is escaped where it is made.
	echo rejoinder_comments_thread( (int) get_the_ID() ); // phpcs:ignore WordPress.Security.EscapeOutput
}
