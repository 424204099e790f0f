<?php
/** Posts are handed in as they are published, changed and taken away: the judge must know their words. */

defined( 'ABSPATH' ) || exit;

// In seconds, before what did not come through is tried again, each time twice as long; and how often.
const REJOINDER_COMMENTS_RETRY = 60;
const REJOINDER_COMMENTS_TRIES = 6;
// Of a post: where it was handed in.
const REJOINDER_COMMENTS_KNOWN = '_rejoinder_comments_known';
// In seconds; an editor waits so long at most, twice.
const REJOINDER_COMMENTS_CALL = 5;

/** Whether this site hands its posts in; else their pages are read by Rejoinder. */
function rejoinder_comments_hands_in(): bool {
	return defined( 'WP_REJOINDER_KEY' ) && '' !== WP_REJOINDER_KEY && '' !== rejoinder_comments_server();
}

/** After a post with all that belongs to it is stored. */
function rejoinder_comments_stored( int $post_id, WP_Post $post, bool $update, ?WP_Post $before ): void {
	$was = null !== $before && rejoinder_comments_is_public( $before );
	if ( $was || rejoinder_comments_is_public( $post ) ) {
		rejoinder_comments_hand_in( $post_id );
	}
}
add_action( 'wp_after_insert_post', 'rejoinder_comments_stored', 20, 4 );

/** Posts of before are handed in soon after the first page shows their thread. */
function rejoinder_comments_shown( int $post_id ): void {
	$told = array( $post_id );
	if ( rejoinder_comments_hands_in() && rejoinder_comments_server() !== get_post_meta( $post_id, REJOINDER_COMMENTS_KNOWN, true ) && ! wp_next_scheduled( 'rejoinder_comments_again', $told ) ) {
		wp_schedule_single_event( time(), 'rejoinder_comments_again', $told );
	}
}

/** Before a post is gone for good. */
function rejoinder_comments_deleted( int $post_id, WP_Post $post ): void {
	if ( rejoinder_comments_is_public( $post ) ) {
		rejoinder_comments_tell( $post_id, null );
	}
}
add_action( 'before_delete_post', 'rejoinder_comments_deleted', 20, 2 );

/** Tells Rejoinder how a post is now; what does not come through is told again later. */
function rejoinder_comments_hand_in( int $post_id, int $try = 1 ): void {
	$post   = get_post( $post_id );
	$public = $post instanceof WP_Post && rejoinder_comments_is_public( $post ) ? $post : null;
	if ( rejoinder_comments_tell( $post_id, $public ) ) {
		update_post_meta( $post_id, REJOINDER_COMMENTS_KNOWN, rejoinder_comments_server() );
	} elseif ( $try < REJOINDER_COMMENTS_TRIES ) {
		wp_schedule_single_event( time() + REJOINDER_COMMENTS_RETRY * 2 ** $try, 'rejoinder_comments_again', array( $post_id, $try + 1 ) );
	}
}
add_action( 'rejoinder_comments_again', 'rejoinder_comments_hand_in', 10, 2 );

/** Hands a post in, or takes it from readers' eyes where there is none for them; false to try again. */
function rejoinder_comments_tell( int $post_id, ?WP_Post $post ): bool {
	if ( ! rejoinder_comments_hands_in() ) {
		return true;
	}
	$path  = '/by-id/' . $post_id;
	$known = null === $post ? rejoinder_comments_call( 'GET', $path ) : rejoinder_comments_call( 'PUT', $path, rejoinder_comments_fields( $post ) );
	if ( ! isset( $known['id'] ) ) {
		return null !== $known; // Of what Rejoinder never knew, or does not take, nothing is to be changed.
	}
	$state = null === $post ? array( 'unpublished' => true ) : array( 'closed' => 'open' !== $post->comment_status, 'unpublished' => false );
	return null !== rejoinder_comments_call( 'PATCH', '/' . (int) $known['id'], $state );
}

/** What Rejoinder is told of a post. Too long a text is refused there, so it is cut here. */
function rejoinder_comments_fields( WP_Post $post ): array {
	$plain   = static fn( string $html, int $most ): string => mb_substr( html_entity_decode( wp_strip_all_tags( $html ), ENT_QUOTES | ENT_HTML5, 'UTF-8' ), 0, $most );
	$title   = $plain( get_the_title( $post ), 300 );
	$section = get_the_category( $post->ID );
	return array_filter(
		array(
			'headline'    => '' === $title ? (string) get_permalink( $post ) : $title,
			'url'         => (string) get_permalink( $post ),
			'body'        => mb_substr( rejoinder_comments_words( $post ), 0, 200000 ),
			'body_format' => 'html',
			'standfirst'  => $plain( $post->post_excerpt, 1000 ),
			'byline'      => $plain( (string) get_the_author_meta( 'display_name', (int) $post->post_author ), 200 ),
			'section'     => $section ? $plain( $section[0]->name, 60 ) : '',
			'published'   => (string) get_post_time( 'Y-m-d\TH:i:s\Z', true, $post ),
		)
	);
}

/** A post's words as its page shows them, without a thread that stands among them. */
function rejoinder_comments_words( WP_Post $post ): string {
	$around          = $GLOBALS['post'] ?? null;
	$GLOBALS['post'] = $post; // Blocks and shortcodes ask there whose they are.
	$words           = (string) apply_filters( 'the_content', preg_replace( '/\[rejoinder\b[^\]]*\]/', '', $post->post_content ) );
	$GLOBALS['post'] = $around;
	return $words;
}

/**
 * One call with the key.
 *
 * @return array|null What was answered, a refusal too; null where it may be answered otherwise later.
 */
function rejoinder_comments_call( string $method, string $path, ?array $body = null ): ?array {
	$answer = wp_remote_request(
		rejoinder_comments_server() . '/api/v1/articles' . $path,
		array(
			'method'      => $method,
			'timeout'     => REJOINDER_COMMENTS_CALL,
			'redirection' => 0,
			'headers'     => array( 'Authorization' => 'Bearer ' . WP_REJOINDER_KEY, 'Content-Type' => 'application/json' ),
			'body'        => null === $body ? null : wp_json_encode( $body ),
		)
	);
	$code = is_wp_error( $answer ) ? 0 : (int) wp_remote_retrieve_response_code( $answer );
	if ( 0 === $code || 429 === $code || $code >= 500 ) {
		return null;
	}
	$told = json_decode( wp_remote_retrieve_body( $answer ), true );
	if ( $code >= 400 && 404 !== $code && 410 !== $code ) {
		// phpcs:ignore WordPress.PHP.DevelopmentFunctions.error_log_error_log
		error_log( sprintf( 'Rejoinder refused %s %s: %d %s', $method, $path, $code, $told['error']['message'] ?? '' ) );
	}
	return is_array( $told ) ? $told : array();
}
