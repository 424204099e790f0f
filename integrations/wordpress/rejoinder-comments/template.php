<?php
/** In place of the theme's comments.php. */

defined( 'ABSPATH' ) || exit;

$rejoinder_comments_post = get_post();
if ( $rejoinder_comments_post instanceof WP_Post && rejoinder_comments_is_public( $rejoinder_comments_post ) ) {
	// By these names themes give comments their place and width, and links lead to them.
	// Each part of it is escaped where it is made.
	echo '<div id="comments" class="comments-area default-max-width">' . rejoinder_comments_thread( $rejoinder_comments_post ) . '</div>'; // phpcs:ignore WordPress.Security.EscapeOutput
}
